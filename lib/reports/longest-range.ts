/** The longest range a question may cover: 25 months. */
export const longestRangeDays = 775;
