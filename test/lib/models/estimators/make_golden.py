"""Makes golden.json: what scikit-learn learns from small data, for the tests of estimators.

Run with Debian's python3-sklearn: /usr/bin/python3 make_golden.py
Inputs are rounded to four digits and read as float32, as the tests do.
"""

import json
import os
import warnings

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import (GradientBoostingClassifier, GradientBoostingRegressor,
                              RandomForestClassifier, RandomForestRegressor)
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.tree import DecisionTreeRegressor

HERE = os.path.dirname(os.path.abspath(__file__))
PENGUINS = os.path.join(HERE, *[".."] * 4, "notebooks", "data", "penguins.csv")


def as_float32(values):
    return np.round(values, 4).astype(np.float32).astype(np.float64)


def listed(values, digits=9):
    return [float(f"{value:.{digits}g}") for value in np.asarray(values, dtype=float).ravel()]


def small_data():
    """30 samples of 4 features in different units, 2 targets, weights, 3 classes."""
    rng = np.random.default_rng(7)
    x = rng.normal(size=(30, 4)) * [1, 20, 0.1, 5] + [0, 200, 3, -4]
    y = np.stack([x[:, 0] - 0.1 * x[:, 1] + 30 * x[:, 2], 2 * x[:, 3] + x[:, 0] ** 2], axis=1)
    y += rng.normal(size=y.shape)
    weights = rng.integers(1, 5, size=30)
    score = x[:, 0] + 0.05 * (x[:, 1] - 200) + rng.normal(size=30) * 0.5
    classes = np.digitize(score, [-0.7, 0.7])
    return as_float32(x), as_float32(y), weights.astype(float), classes


def linear(model, x, y, weights):
    model.fit(x, y, sample_weight=weights)
    return {"coefficients": listed(model.coef_.T), "intercept": listed(model.intercept_),
            "predictions": listed(model.predict(x[:5]))}


def logistic(x, classes, weights, alpha):
    model = LogisticRegression(C=1 / alpha, tol=1e-10, max_iter=100000)
    # scikit-learn needs features of one scale to converge: the penalty is on raw coefficients, so
    # that only centring is free.
    model.fit(x - x.mean(0), classes, sample_weight=weights)
    return listed(model.predict_proba(x[:8] - x.mean(0)), 6)


def components(x, count, weights=None):
    repeated = x if weights is None else np.repeat(x, weights.astype(int), axis=0)
    model = PCA(count, svd_solver="full").fit(repeated)
    return {"components": listed(model.components_), "variance": listed(model.explained_variance_),
            "mean": listed(model.mean_), "code": listed(model.transform(x[:5]))}


def process(x, y, scale, noise, length):
    kernel = ConstantKernel(scale) * RBF(length) + WhiteKernel(noise)
    model = GaussianProcessRegressor(kernel, optimizer=None, normalize_y=False)
    model.fit(x[:20], y[:20])
    mean, deviation = model.predict(x[20:], return_std=True)
    best = GaussianProcessRegressor(kernel, n_restarts_optimizer=8, random_state=0,
                                    normalize_y=False).fit(x[:20], y[:20])
    return {"mean": listed(mean), "deviation": listed(deviation),
            "evidence": model.log_marginal_likelihood_value_,
            "best": best.log_marginal_likelihood_value_}


def penguins():
    with open(PENGUINS) as file:
        rows = [line.split(",") for line in file.read().splitlines()[1:]]
    rows = [row for row in rows if "NA" not in row[2:6]]
    x = np.array([[float(value) for value in row[2:6]] for row in rows])
    kinds = {"Adelie": 0, "Chinstrap": 1, "Gentoo": 2}
    classes = np.array([kinds[row[0]] for row in rows])
    return as_float32(x), classes


def scores():
    """Accuracy and R² on every third penguin, learned from the others."""
    x, classes = penguins()
    test = np.arange(len(x)) % 3 == 0
    half = (x[~test][:, :3], x[~test][:, 3], x[test][:, :3], x[test][:, 3])

    def accuracy(model):
        return model.fit(x[~test], classes[~test]).score(x[test], classes[test])

    def explained(model):
        return model.fit(half[0], half[1]).score(half[2], half[3])

    scaled = (x - x.mean(0)) / x.std(0)
    return {
        "forest": {"accuracy": accuracy(RandomForestClassifier(100, random_state=0)),
                   "explained": explained(RandomForestRegressor(100, random_state=0))},
        "boosting": {"accuracy": accuracy(GradientBoostingClassifier(random_state=0)),
                     "explained": explained(GradientBoostingRegressor(random_state=0))},
        "kMeans": {"inertia": KMeans(3, n_init=10, random_state=0).fit(scaled).inertia_},
        "logistic": {"accuracy": LogisticRegression(tol=1e-8, max_iter=100000).fit(
            scaled[~test], classes[~test]).score(scaled[test], classes[test])},
    }


def main():
    warnings.filterwarnings("error")
    x, y, weights, classes = small_data()
    scaled = as_float32((x - x.mean(0)) / x.std(0))
    uniform = KNeighborsRegressor(5).fit(scaled[:20], y[:20])
    nearer = KNeighborsRegressor(5, weights="distance").fit(scaled[:20], y[:20])
    votes = KNeighborsClassifier(5).fit(scaled[:20], classes[:20])
    tree = DecisionTreeRegressor(max_depth=3, min_samples_leaf=4).fit(x[:25], y[:25])
    golden = {
        "source": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}",
        "x": listed(x), "scaled": listed(scaled), "y": listed(y), "weights": listed(weights),
        "classes": listed(classes),
        "linear": linear(LinearRegression(), x, y, None),
        "weightedLinear": linear(LinearRegression(), x, y, weights),
        "origin": linear(LinearRegression(fit_intercept=False), x, y[:, :1], None),
        "ridge": linear(Ridge(2.5), x, y, None),
        "weightedRidge": linear(Ridge(2.5), x, y, weights),
        "logistic": logistic(scaled, classes, None, 1),
        "weightedLogistic": logistic(scaled, classes, weights, 0.5),
        "binaryLogistic": logistic(scaled, (classes > 0).astype(int), None, 1),
        "pca": components(x, 3), "weightedPCA": components(x, 3, weights),
        "neighbors": {"uniform": listed(uniform.predict(scaled[20:])),
                      "distance": listed(nearer.predict(scaled[20:])),
                      "votes": listed(votes.predict_proba(scaled[20:]))},
        "tree": listed(tree.predict(x)),
        "process": process(scaled, y[:, 0] - y[:20, 0].mean(), 4.0, 0.3, 1.5),
        "scores": scores(),
    }
    with open(os.path.join(HERE, "golden.json"), "w") as file:
        json.dump(golden, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
