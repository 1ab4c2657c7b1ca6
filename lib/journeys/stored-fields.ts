import { trafficFields } from "./derive-channels";
import { everyField } from "./every-field";
import { isTrait } from "./read-traits";

/** The stored columns behind the fields that a question names: a channel is made of several, a trait is not an event's. */
export const storedParts = (fields: Iterable<string>): string[] => {
  const stored = new Set<string>();
  for (const field of fields) {
    if (field === "channel") for (const part of trafficFields) stored.add(part);
    else if (!isTrait(field) && field !== everyField) stored.add(field);
  }
  return [...stored];
};

/** The same with the name, which every question asks for. */
export const storedFields = (fields: Iterable<string>): string[] => storedParts(["name", ...fields]);
