/** The standard normal quantile at 0.975: half the width of a 95 % interval, in standard errors. */
export const z95 = 1.959963984540054;
