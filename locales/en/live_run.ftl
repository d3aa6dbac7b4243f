# What the window says of the run itself.

# After "The run has stopped: ". $fault is a sentence of the model's books.
run-fault = the run was { $fault }.
run-fault-without = the same land without the campaign was { $fault }.
run-last-day = This is the last day of the longest possible run.
run-session-not-opened = The session was not opened: { $problem }.

# Why a file was not saved.
run-not-saved-fault = the run was { $fault }
run-not-saved-before-first-day = before the first day there is no run to repeat
run-not-saved-unwritable = { $file } cannot be written: { $error }
