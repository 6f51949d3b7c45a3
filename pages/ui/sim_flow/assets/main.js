// Streamlit calls this at mount, and again when data or theme change. One board per mounted element.

const boards = new WeakMap();
const STEP = 13; // weeks of a button
const PACE = 110; // milliseconds a week while playing
const CALM = 1600; // milliseconds a quarter for who asked for little motion
const MOST_DOTS = 90;

export default function show({ data, parentElement }) {
  let board = boards.get(parentElement);
  if (!board) {
    board = new Board(parentElement);
    boards.set(parentElement, board);
  }
  board.update(data);
  return () => {
    board.stop();
    board.frame.remove();
    boards.delete(parentElement);
  };
}

class Board {
  constructor(parent) {
    this.week = 26;
    this.frame = element("div", "frame", { "data-testid": "sim-flow" });
    parent.append(this.frame);
    this.calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  }

  update(data) {
    this.data = data;
    this.week = Math.min(this.week, data.weeks);
    const { words, stops, arms } = data;
    this.play = element("button", "play", { type: "button" });
    this.play.addEventListener("click", () => (this.timer ? this.stop() : this.start()));
    this.slider = element("input", "", { type: "range", min: 1, max: data.weeks, step: 1, "aria-label": words.week });
    this.slider.addEventListener("input", () => {
      this.stop();
      this.to(Number(this.slider.value));
    });
    this.told = element("output", "told");
    const tools = element("div", "tools");
    tools.append(this.play, this.button("−13", words.back, -STEP), this.slider, this.button("+13", words.further, STEP), this.told);

    this.per = Math.max(1, Math.ceil(data.candidates / MOST_DOTS));
    const table = element("table", "");
    const caption = element("caption", "");
    caption.textContent = words.label;
    const head = element("tr", "");
    head.append(element("td", "corner"));
    for (const stop of stops) {
      const cell = element("th", "", { scope: "col" });
      cell.textContent = stop.name;
      head.append(cell);
    }
    const top = element("thead", "");
    top.append(head);
    const body = element("tbody", "");
    this.cells = arms.flatMap((arm) => {
      const row = element("tr", "");
      const name = element("th", "way", { scope: "row" });
      const mark = element("span", "mark");
      mark.style.background = arm.colour;
      name.append(mark, arm.name);
      row.append(name);
      body.append(row);
      return stops.map((stop) => {
        const cell = element("td", stop.code, { "data-stop": stop.name });
        const count = element("b", "");
        const range = element("small", "");
        const dots = element("div", "dots", { "aria-hidden": "true" });
        cell.append(count, " ", range, dots);
        row.append(cell);
        return { lines: arm.people[stop.code], colour: arm.colour, count, range, dots };
      });
    });
    table.append(caption, top, body);
    const foot = element("p", "foot");
    foot.textContent = (this.per === 1 ? words.dot : words.dots.replace("{count}", this.per)) + " " + words.range;
    this.frame.replaceChildren(tools, table, foot);
    this.stop();
    this.to(this.week);
    this.frame.dataset.drawn = String(this.cells.length);
  }

  button(sign, label, by) {
    const made = element("button", "", { type: "button", "aria-label": label, title: label });
    made.textContent = sign;
    made.addEventListener("click", () => {
      this.stop();
      this.to(this.week + by);
    });
    return made;
  }

  start() {
    if (this.week >= this.data.weeks) this.to(1);
    const calm = this.calm.matches;
    this.timer = setInterval(() => {
      this.to(this.week + (calm ? STEP : 1));
      if (this.week >= this.data.weeks) this.stop();
    }, calm ? CALM : PACE);
    this.label(this.data.words.pause, "❚❚");
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    if (this.play) this.label(this.data.words.play, "▶");
  }

  label(words, sign) {
    this.play.replaceChildren(Object.assign(element("span", "", { "aria-hidden": "true" }), { textContent: sign }), ` ${words}`);
  }

  to(week) {
    const { weeks, words } = this.data;
    this.week = Math.min(Math.max(week, 1), weeks);
    this.slider.value = this.week;
    const told = `${words.week} ${this.week} ${words.of} ${weeks} (${words.month} ${Math.round((this.week * 12) / 52)})`;
    this.slider.setAttribute("aria-valuetext", told);
    this.told.textContent = told;
    this.frame.dataset.week = this.week;
    for (const cell of this.cells) {
      const [mean, low, high] = cell.lines.map((line) => line[this.week - 1]);
      cell.count.textContent = Math.round(mean);
      cell.range.textContent = `${Math.round(low)}–${Math.round(high)}`;
      dotted(cell.dots, Math.round(mean / this.per), cell.colour);
    }
  }
}

/** As many dots as asked for, without making those anew that are there. */
function dotted(home, count, colour) {
  while (home.childElementCount > count) home.lastElementChild.remove();
  while (home.childElementCount < count) home.append(element("i", ""));
  for (const one of home.children) one.style.background = colour;
}

function element(tag, name, attributes = {}) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
