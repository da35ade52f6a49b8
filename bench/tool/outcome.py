"""What a command of the bench can end with: the exit codes that every command of the project has."""

SUCCESS = 0
REGRESSION = 1  # a confirmed regression, or a broken invariant
ERROR = 2  # usage, input, a tool that fails
INCONCLUSIVE = 3  # noise, or what was asked for cannot run here


class Failure(Exception):
    """Ends the command: the message for standard error, and the exit code."""

    def __init__(self, message, code=ERROR):
        super().__init__(message)
        self.code = code


def worst(codes):
    """The code of several checks together: a regression is never hidden by noise, nor an error by anything."""
    order = [SUCCESS, INCONCLUSIVE, REGRESSION, ERROR]
    return max(codes, key=order.index, default=SUCCESS)
