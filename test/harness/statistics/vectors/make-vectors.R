# Makes the reference vectors of the statistics tests with R's own functions (base R, stats only).
#
#   Rscript make-vectors.R && npx prettier --write .
#
# Run it in this folder. The tests read the JSON; neither they nor copybench need R.
RNGversion("4.0.0")

# 15 digits where they give the same double back, else 17.
shortest <- function(x) {
  short <- sprintf("%.15g", x)
  ifelse(as.numeric(short) == x, short, sprintf("%.17g", x))
}
json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x) && !is.null(names(x))) {
    fields <- mapply(function(name, value) paste0('"', name, '":', json(value)), names(x), x)
    return(paste0("{", paste(fields, collapse = ","), "}"))
  }
  if (is.list(x)) return(paste0("[", paste(vapply(x, json, ""), collapse = ","), "]"))
  text <- if (is.logical(x)) tolower(as.character(x)) else if (is.character(x)) paste0('"', x, '"') else shortest(x)
  if (inherits(x, "AsIs") || length(x) != 1) paste0("[", paste(text, collapse = ","), "]") else text
}
save <- function(name, made_with, cases) {
  header <- list(r = 0, madeWith = 0, cases = cases)
  text <- json(header)
  text <- sub('"r":0', paste0('"r":"', R.version.string, '"'), text, fixed = TRUE)
  text <- sub('"madeWith":0', paste0('"madeWith":"', gsub('"', '\\\\"', made_with), '"'), text, fixed = TRUE)
  writeLines(text, paste0(name, ".json"))
}

# Skewed noise with long tails, as copy times have, in few digits and without ties.
noise <- function(n) {
  repeat {
    x <- signif(rnorm(n, 0.1, 0.2) + (runif(n) < 0.1) * rexp(n), 5)
    if (!any(x == 0) && !anyDuplicated(abs(x))) return(x)
  }
}

set.seed(2008)
save("quantile", "quantile(x, p); median(x); mad(x)", lapply(c(1, 2, 3, 5, 8, 21), function(n) {
  x <- noise(n)
  p <- c(0, 0.025, 0.25, 1 / 3, 0.5, 0.75, 0.9, 0.99, 1)
  list(x = I(x), p = p, quantiles = unname(quantile(x, p)), median = median(x), mad = mad(x), sd = if (n > 1) sd(x))
}))

signed_rank <- function(n, confidence, exact) {
  x <- noise(n)
  # A tolerance this fine lets the root search beyond the exact range end on the order statistic itself.
  test <- wilcox.test(x, conf.int = TRUE, conf.level = confidence, exact = exact, tol.root = 1e-12)
  walsh <- outer(x, x, "+") / 2
  list(x = x, confidence = confidence, estimate = median(walsh[!lower.tri(walsh)]), rEstimate = unname(test$estimate),
       low = test$conf.int[1], high = test$conf.int[2])
}
set.seed(2009)
save("signed-rank-exact", "wilcox.test(x, conf.int = TRUE, conf.level = confidence, exact = TRUE)",
     c(lapply(6:50, signed_rank, confidence = 0.95, exact = TRUE),
       lapply(c(8, 12, 20), signed_rank, confidence = 0.99, exact = TRUE),
       lapply(c(5, 8, 12, 20, 50), signed_rank, confidence = 0.9, exact = TRUE),
       lapply(c(3, 8, 21), signed_rank, confidence = 0.5, exact = TRUE)))
save("signed-rank-approximate", "wilcox.test(x, conf.int = TRUE, exact = FALSE, correct = TRUE, tol.root = 1e-12)",
     lapply(c(51, 52, 55, 60, 64), signed_rank, confidence = 0.95, exact = FALSE))

set.seed(2010)
save("order-statistic", "k <- qbinom((1 - confidence) / 2, n, 0.5); sort(x)[c(k, n + 1 - k)]; median(x)",
     unlist(lapply(c(0.9, 0.95, 0.99), function(confidence) lapply(1:40, function(n) {
       list(n = n, confidence = confidence, rank = qbinom((1 - confidence) / 2, n, 0.5))
     })), recursive = FALSE))

rank_sum <- function(x, y) {
  test <- suppressWarnings(wilcox.test(x, y))
  list(x = x, y = y, u = unname(test$statistic), pValue = test$p.value, exact = !grepl("correction", test$method))
}
set.seed(2011)
sizes <- list(c(3, 5), c(4, 4), c(5, 9), c(8, 8), c(10, 12), c(20, 20), c(30, 7), c(49, 49), c(50, 20), c(51, 60))
save("rank-sum", "wilcox.test(x, y)",
     c(lapply(sizes, function(n) rank_sum(noise(n[1]), noise(n[2]) + 0.1)),
       lapply(sizes, function(n) rank_sum(round(noise(n[1]), 1), round(noise(n[2]), 1))),
       list(rank_sum(c(1, 2, 3, 4), c(5, 6, 7, 8)), rank_sum(c(5, 6, 7, 8), c(1, 2, 3, 4)), rank_sum(c(1, 4), c(2, 3)))))

# A seed of their own, so that the vectors above stay as they are.
set.seed(2015)
save("rank-sum-greater", "wilcox.test(x, y, alternative = 'greater')",
     c(lapply(sizes, function(n) {
         x <- noise(n[1]) + 0.1; y <- noise(n[2])
         test <- suppressWarnings(wilcox.test(x, y, alternative = "greater"))
         list(x = x, y = y, u = unname(test$statistic), pValue = test$p.value)
       }),
       lapply(sizes, function(n) {
         x <- round(noise(n[1]), 1); y <- round(noise(n[2]), 1)
         test <- suppressWarnings(wilcox.test(x, y, alternative = "greater"))
         list(x = x, y = y, u = unname(test$statistic), pValue = test$p.value)
       })))
signed_rank_test <- function(x, alternative) {
  test <- suppressWarnings(wilcox.test(x, alternative = alternative, exact = length(x) <= 50))
  list(x = I(x), alternative = alternative, v = unname(test$statistic), pValue = test$p.value,
       exact = !grepl("correction", test$method))
}
set.seed(2016)
save("signed-rank-test", "wilcox.test(x, alternative = alternative, exact = length(x) <= 50)",
     unlist(lapply(c("two.sided", "greater"), function(alternative)
       c(lapply(c(1, 2, 5, 6, 12, 20, 50, 51, 64), function(n) signed_rank_test(noise(n), alternative)),
         lapply(c(6, 12, 30), function(n) signed_rank_test(round(noise(n), 1), alternative)))), recursive = FALSE))

set.seed(2017)
save("welch", "t.test(x, y)", lapply(list(c(2, 2), c(3, 9), c(12, 12), c(40, 120)), function(n) {
  x <- noise(n[1]) + 0.1; y <- noise(n[2])
  test <- t.test(x, y)
  list(x = x, y = y, t = unname(test$statistic), df = unname(test$parameter), pValue = test$p.value)
}))
save("rate-interval", "binom.test(count, trials)$conf.int",
     lapply(list(c(0, 1), c(1, 1), c(0, 100), c(1, 100), c(29, 30), c(30, 30), c(95, 100), c(7, 2000)), function(n) {
       interval <- binom.test(n[1], n[2])$conf.int
       list(count = n[1], trials = n[2], low = interval[1], high = interval[2])
     }))

unpaired <- function(n, confidence) {
  x <- signif(exp(noise(n[1])), 6)
  y <- signif(exp(noise(n[2])), 6)
  test <- wilcox.test(log(x), log(y), conf.int = TRUE, conf.level = confidence, tol.root = 1e-12)
  list(x = x, y = y, confidence = confidence, estimate = exp(median(outer(log(x), log(y), "-"))),
       low = exp(test$conf.int[1]), high = exp(test$conf.int[2]))
}
set.seed(2012)
save("unpaired-ratio", "exp(wilcox.test(log(x), log(y), conf.int = TRUE, conf.level = confidence, tol.root = 1e-12)$conf.int)",
     c(lapply(sizes, unpaired, confidence = 0.95), lapply(sizes[4:6], unpaired, confidence = 0.99)))

set.seed(2013)
save("holm", "p.adjust(p, method = 'holm')", lapply(c(1, 2, 3, 8, 30), function(n) {
  p <- signif(rbeta(n, 0.4, 2), 4)
  if (n == 8) p[5] <- p[2]
  list(p = I(p), adjusted = I(p.adjust(p, method = "holm")))
}))

# Base R has no Theil-Sen slope; its Kendall distribution, which cor.test uses, gives the ranks.
kendall_rank <- function(n) {
  q <- 0:(n * (n - 1) / 2)
  max(1, q[which(.Call(stats:::C_pKendall, as.double(q), n) >= 0.025)[1]])
}
set.seed(2014)
save("drift", "slopes <- sort(diff(log(x)) / diff(i)) over all pairs; k from the 2.5 % quantile of C_pKendall",
     lapply(c(5, 6, 8, 12, 20, 40, 50), function(n) {
       x <- signif(exp(noise(n) + 0.01 * seq_len(n)), 6)
       pairs <- combn(n, 2)
       slopes <- sort((log(x[pairs[2, ]]) - log(x[pairs[1, ]])) / (pairs[2, ] - pairs[1, ]))
       k <- kendall_rank(n)
       list(x = x, estimate = expm1(median(slopes)), low = expm1(slopes[k]), high = expm1(slopes[length(slopes) + 1 - k]))
     }))

z <- c(-30, -8, -5, -3.0001, -2.9999, -1.959964, -1, -0.1, 0, 0.5, 1.5, 2.9999, 3.0001, 6)
p <- c(1e-300, 1e-20, 1e-8, 0.001, 0.005, 0.025, 0.05, 0.25, 0.5, 0.8, 0.975, 0.9999)
save("normal-cdf", "pnorm(z)", lapply(z, function(z) list(z = z, pnorm = pnorm(z))))
save("normal-quantile", "qnorm(p)", lapply(p, function(p) list(p = p, qnorm = qnorm(p))))

# Student's t at whole degrees of freedom; the two-sided p as the test of a step needs it.
student <- expand.grid(t = c(0, 0.3, 1.7, -4.2, 12), df = c(1, 2, 3, 4, 7, 10, 48, 97, 298))
probability <- rep(c(0.6, 0.9, 0.975, 0.995, 0.05), 9)
save("student-t", "2 * pt(-abs(t), df); qt(p, df)", lapply(seq_len(nrow(student)), function(i) {
  t <- student$t[i]
  df <- student$df[i]
  list(t = t, df = df, twoSided = 2 * pt(-abs(t), df), p = probability[i], qt = qt(probability[i], df))
}))
