/** As many steps as a funnel question takes. */
export const maxSteps = 20;
