/** The parameter by which a link passes a visitor on to another domain of the same owner. */
export const parameter = "_tb";

/** An event within the page: it is known now who came from another domain. */
export const linked = "tb-linked";

/** An event within the page: one view of it ends, and another begins. */
export const leaving = "tb-leaving";
