# The bet: before the first campaign, what the next two harvests will be.

bet-question = What will the next two harvests be?
bet-how = Your guess in tonnes: drag a dashed bar, or tap. It is drawn beside what comes.
# Answers, of both harvests: compared with the last one.
bet-lower = Lower
bet-same = The same
bet-higher = Higher
bet-keep = Keep this
bet-skip = Skip
# A bar, as it is read out.
bet-bar = Harvest of { $year }, t

# How a harvest has come out.
bet-outcome-as-said = You thought of { $said } t for { $year }; it was { $came } t.
bet-outcome-more = You thought of { $said } t for { $year }; it was { $came } t, { $difference } t more.
bet-outcome-less = You thought of { $said } t for { $year }; it was { $came } t, { $difference } t less.
