from pages.views.picture.scene import Scene


def handout(scene: Scene) -> str:
    return scene.title
