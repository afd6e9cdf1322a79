"""What documents are about: the lesson's document clustering.

Run it: python examples/topics.py [FOLDER or TABLE]
"""

import sys

import covey

SMALL = [
    "the striker scored a late goal in the match",
    "a goal in the last minute of the match won the cup",
    "the team lost the match and the cup after a penalty goal",
    "the bank raised the rate on every loan",
    "a loan from the bank at a low rate",
    "shares of the bank fell as the loan rate rose",
]

found = covey.topics(sys.argv[1]) if len(sys.argv) > 1 else covey.topics(SMALL, k=2)
for topic in found.topics:
    print(f"{topic.size} documents, grade {topic.grade}: {', '.join(topic.words[:5])}")
if len(sys.argv) == 1:
    print(found.score(["which bank has the best loan?"]))
