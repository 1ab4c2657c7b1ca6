import { trafficFields } from "./derive-channels";

/** The stored columns behind the fields that a question names: a channel is made of several. */
export const storedFields = (fields: Iterable<string>): string[] => {
  const stored = new Set(["name"]);
  for (const field of fields) {
    if (field === "channel") for (const part of trafficFields) stored.add(part);
    else stored.add(field);
  }
  return [...stored];
};
