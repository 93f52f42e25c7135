.PHONY: pictures

pictures: $(VENV)/.test $(VENV)/.playground system ## Take the README's pictures from the built site
	@$(BIN)/python -m tests.course.pictures
