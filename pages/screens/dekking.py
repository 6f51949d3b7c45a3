"""Dekking: who serves what, where and for whom; the white spots, and who could fill them."""

from pages.ui import coverage_board, frame

coverage_board.board(frame.screen("dekking"))
