"""One module per kind of drawing; each turns a figure's data into a wide and a narrow `Drawing`."""
