"""What a key of the number pad does: it answers what is asked, else it is a press."""

from edge.staff import keypad, messages
from edge.staff.screens.asking import AskingScreen
from edge.staff.screens.notes import NotesScreen
from edge.staff.stack import StackApp


def take_key(app: StackApp, key: str, *, question: bool) -> None:
    """Do what `key` stands for; `question` says whether one waits for yes or no."""
    dialog = app.laid_over(AskingScreen)
    if dialog is not None:
        _answer(dialog, key)
    elif app.laid_over(NotesScreen) is not None:
        app.post_message(messages.NotesLeft())
    elif question and key in (keypad.ENTER, keypad.LEAVE):
        app.post_message(messages.QuestionAnswered(key == keypad.ENTER))
    elif key in keypad.ACTIONS:
        app.post_message(messages.ActionAsked(keypad.ACTIONS[key]))


def _answer(dialog: AskingScreen, key: str) -> None:
    if key == keypad.ENTER:
        dialog.accept()
    elif key == keypad.LEAVE:
        dialog.post_message(messages.StepLeft())
    elif key == keypad.BACK:
        dialog.post_message(messages.StepTakenBack())
    elif key.isdigit() and key != "0":
        dialog.pick(int(key) - 1)
