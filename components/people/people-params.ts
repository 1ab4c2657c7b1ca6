import { parseAsString } from "nuqs/server";

/** Whose people the drawer shows: the page that opens it gives the text its meaning. Null while it is closed. */
export const peopleParam = parseAsString;
