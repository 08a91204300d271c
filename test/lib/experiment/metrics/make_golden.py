"""Writes what scikit-learn and SciPy give for the metrics.

Run with Debian's python3-sklearn: /usr/bin/python3 make_golden.py
It writes metrics_golden.json beside itself.
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from scipy import stats
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

HERE = pathlib.Path(__file__).parent
warnings.filterwarnings("ignore")
rng = np.random.default_rng(7)

cases = []


def plain(value):
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return float(value)


def case(metric, data, value, **options):
    cases.append({"metric": metric, "data": data, "options": options, "value": plain(value)})


def softmax(x):
    e = np.exp(x - x.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


# Data: four classes; yes and no, with ties among the scores; two numbers for each sample

n = 48
weights = np.round(rng.uniform(0, 2, n), 3)
weights[::7] = 0
four = rng.integers(0, 4, n)
logits = np.round(rng.normal(size=(n, 4)) + 1.2 * np.eye(4)[four], 4)
came = logits.argmax(1)
yes = rng.integers(0, 2, n)
score = np.round(rng.normal(size=n) + yes, 1)
numbers = np.round(rng.normal(size=(n, 2)) * [1, 3] + [0, 50], 4)
guesses = np.round(numbers + rng.normal(size=(n, 2)) * [0.4, 2], 4)
ranks = np.round(rng.normal(size=n), 1)
other = np.round(ranks + rng.normal(size=n), 1)

data = {
    "classes": {"outputs": plain(logits), "targets": plain(four)},
    "labels": {"outputs": plain(came), "targets": plain(four)},
    "binary": {"outputs": plain(score), "targets": plain(yes)},
    "numbers": {"outputs": plain(guesses), "targets": plain(numbers)},
    "number": {"outputs": plain(guesses[:, 0]), "targets": plain(numbers[:, 0])},
    "tied": {"outputs": plain(other), "targets": plain(ranks)},
}
for name in list(data):
    data[name + "Weighted"] = {**data[name], "weights": plain(weights)}

proba = softmax(logits)
chance = 1 / (1 + np.exp(-score))
said = (score > 0).astype(int)

for suffix, w in (("", None), ("Weighted", weights)):
    # Samples of weight 0 do not exist here; scikit-learn would look for labels among them.
    keep = np.ones(n, bool) if w is None else w > 0
    k = None if w is None else w[keep]
    t, p, c = four[keep], proba[keep], came[keep]
    b, s, q, d = yes[keep], score[keep], chance[keep], said[keep]
    y, g = numbers[keep], guesses[keep]

    case("accuracy", "classes" + suffix, m.accuracy_score(t, c, sample_weight=k))
    case("accuracy", "binary" + suffix, m.accuracy_score(b, d, sample_weight=k))
    case("accuracy", "binary" + suffix,
         m.accuracy_score(b, q > 0.7, sample_weight=k), threshold=0.7)
    for top in (2, 3):
        value = m.top_k_accuracy_score(t, p, k=top, sample_weight=k)
        case("accuracy", "classes" + suffix, value, topK=top)
    case("balancedAccuracy", "classes" + suffix,
         m.balanced_accuracy_score(t, c, sample_weight=k))
    case("balancedAccuracy", "labels" + suffix,
         m.balanced_accuracy_score(t, c, sample_weight=k, adjusted=True),
         adjusted=True, **{"from": "labels"})
    for name, call in (("precision", m.precision_score), ("recall", m.recall_score),
                       ("f1", m.f1_score)):
        case(name, "binary" + suffix, call(b, d, sample_weight=k))
        case(name, "binary" + suffix, call(b, d, pos_label=0, sample_weight=k), positive=0)
        for average in ("micro", "macro", "weighted", None):
            value = call(t, c, average=average, sample_weight=k)
            case(name, "classes" + suffix, value, average=average or "none")
        value = call(t, c, average="macro", labels=[1, 3], sample_weight=k)
        case(name, "classes" + suffix, value, average="macro", classes=[1, 3])
        value = call(t, c, average="micro", labels=[0, 2], sample_weight=k)
        case(name, "labels" + suffix, value, average="micro", classes=[0, 2], **{"from": "labels"})
    value = m.fbeta_score(t, c, beta=0.5, average="weighted", sample_weight=k)
    case("f1", "classes" + suffix, value, average="weighted", beta=0.5)
    for weighting in ("none", "linear", "quadratic"):
        kind = None if weighting == "none" else weighting
        value = m.cohen_kappa_score(t, c, weights=kind, sample_weight=k)
        case("cohenKappa", "classes" + suffix, value, weighting=weighting)
    case("matthews", "classes" + suffix, m.matthews_corrcoef(t, c, sample_weight=k))
    case("matthews", "binary" + suffix, m.matthews_corrcoef(b, d, sample_weight=k))
    for by in ("none", "true", "predicted", "all"):
        kind = {"none": None, "predicted": "pred"}.get(by, by)
        value = m.confusion_matrix(t, c, normalize=kind, sample_weight=k)
        case("confusionMatrix", "classes" + suffix, value, normalize=by)

    case("logLoss", "classes" + suffix, m.log_loss(t, p, sample_weight=k))
    case("logLoss", "binary" + suffix, m.log_loss(b, q, sample_weight=k))
    case("brier", "binary" + suffix, m.brier_score_loss(b, q, sample_weight=k))
    # scikit-learn 1.2 has it for two classes only.
    value = np.average(((p - np.eye(4)[t]) ** 2).sum(1), weights=k)
    case("brier", "classes" + suffix, value)
    case("brier", "classes" + suffix, value / 2, scaleByHalf="always")

    case("rocAuc", "binary" + suffix, m.roc_auc_score(b, s, sample_weight=k))
    case("averagePrecision", "binary" + suffix, m.average_precision_score(b, s, sample_weight=k))
    for average in ("macro", "weighted", "none"):
        each = [m.roc_auc_score(t == at, p[:, at], sample_weight=k) for at in range(4)]
        kept = np.ones(len(t)) if k is None else k
        support = [kept[t == at].sum() for at in range(4)]
        value = {"macro": np.mean(each), "weighted": np.average(each, weights=support),
                 "none": each}[average]
        if k is None and average != "none":
            sure = m.roc_auc_score(t, p, multi_class="ovr", average=average)
            assert np.isclose(value, sure)
        case("rocAuc", "classes" + suffix, value, average=average)
        value = m.average_precision_score(np.eye(4)[t], p, sample_weight=k,
                                          average=None if average == "none" else average)
        case("averagePrecision", "classes" + suffix, value, average=average)
    rates = m.roc_curve(b, s, sample_weight=k, drop_intermediate=False)
    case("rocCurve", "binary" + suffix, [rates[0].tolist(), rates[1].tolist()])
    curve = m.precision_recall_curve(b, s, sample_weight=k)
    case("precisionRecallCurve", "binary" + suffix, [curve[1].tolist(), curve[0].tolist()])

    for shape, (a, e) in (("number", (y[:, 0], g[:, 0])), ("numbers", (y, g))):
        for name, call in (
            ("mae", m.mean_absolute_error),
            ("mse", m.mean_squared_error),
            ("mape", m.mean_absolute_percentage_error),
            ("r2", m.r2_score),
            ("explainedVariance", m.explained_variance_score),
        ):
            case(name, shape + suffix, call(a, e, sample_weight=k))
            if shape == "numbers":
                value = call(a, e, sample_weight=k, multioutput="raw_values")
                case(name, shape + suffix, value, multioutput="raw")
                if name in ("r2", "explainedVariance"):
                    value = call(a, e, sample_weight=k, multioutput="variance_weighted")
                    case(name, shape + suffix, value, multioutput="variance")
        roots = np.sqrt(m.mean_squared_error(a, e, sample_weight=k, multioutput="raw_values"))
        case("rmse", shape + suffix, roots.mean())
    case("maxError", "number" + suffix, m.max_error(y[:, 0], g[:, 0]))
    if k is None:
        case("medianAbsoluteError", "number", m.median_absolute_error(y[:, 0], g[:, 0]))
        value = m.median_absolute_error(y, g, multioutput="raw_values")
        case("medianAbsoluteError", "numbers", value, multioutput="raw")
        case("pearson", "number", stats.pearsonr(y[:, 0], g[:, 0])[0])
        case("spearman", "tied", stats.spearmanr(ranks, other)[0])
    else:
        value = m.median_absolute_error(y[:, 0], g[:, 0], sample_weight=k)
        case("medianAbsoluteError", "numberWeighted", value)
        table = np.cov(y[:, 0], g[:, 0], aweights=k, ddof=0)
        case("pearson", "numberWeighted", table[0, 1] / np.sqrt(table[0, 0] * table[1, 1]))

share, mean = calibration_curve(yes, chance, n_bins=6)
case("calibration", "binary", [share, mean], bins=6)

HERE.joinpath("metrics_golden.json").write_text(json.dumps(
    {"scikit-learn": sklearn.__version__, "data": data, "cases": cases},
    separators=(",", ":"),
).replace('{"metric"', '\n{"metric"') + "\n")
print(len(cases), "cases")
