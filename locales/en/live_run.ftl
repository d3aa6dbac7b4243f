# What the window says of the run itself.

# After "The run has stopped: ". $fault is a sentence of the model's books.
run-fault = the run was { $fault }.
run-fault-without = the same land without the campaign was { $fault }.
# What was asked for and is not done. $problem has no full stop.
run-campaign-is-on-there = The campaign was not started, because it is on already on { $day }.
run-campaign-is-off-there = The campaign was not changed, because it is off on { $day }.
run-not-set-there = { $parameter } was not set on { $day }: { $problem }.
run-nothing-to-undo = There is nothing to undo: in this history you have done nothing yet.
run-last-day = This is the last day of the longest possible run.
run-session-not-opened = The session was not opened: { $problem }.

# Why a file was not saved.
run-not-saved-fault = the run was { $fault }
run-not-saved-before-first-day = before the first day there is no run to repeat
run-not-saved-unwritable = { $file } cannot be written: { $error }
