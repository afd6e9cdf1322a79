"""How much more common a word is inside a topic, word by word."""

import numpy as np


def log_odds(occurs, labels, n_clusters, prior_documents=10.0):
    """Return (n_clusters, n_words): difference of log-odds over its standard deviation."""
    occurs = np.asarray(occurs, float)
    words_per_document = max(occurs.sum() / len(occurs), 1)
    out = np.zeros((n_clusters, occurs.shape[1]))
    for label in range(n_clusters):
        inside, outside = occurs[labels == label], occurs[labels != label]
        all_prior = [
            max(prior_documents * words_per_document * occurs[:, w].sum() / occurs.sum(), 1e-9)
            for w in range(occurs.shape[1])
        ]
        for word in range(occurs.shape[1]):
            prior = all_prior[word]
            odds = []
            for part in (inside, outside):
                count = part[:, word].sum() + prior
                odds.append(np.log(count / (part.sum() + sum(all_prior) - count + 1e-9)))
            spread = np.sqrt(1 / (inside[:, word].sum() + prior) + 1 / (outside[:, word].sum() + prior))
            out[label, word] = (odds[0] - odds[1]) / spread
    return out
