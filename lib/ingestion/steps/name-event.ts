import { type Step, shown, textOf } from "../draft";

const views = new Map([
  ["page", "Page Viewed"],
  ["screen", "Screen Viewed"],
]);

/** Decides what the message is: an event with a name, or a fact about a visitor. */
export const nameEvent: Step = (draft) => {
  const { type, event, name } = draft.raw;
  const kind = type === undefined && event !== undefined ? "track" : type;
  if (kind === "identify" || kind === "alias") {
    draft.kind = kind;
    return;
  }
  if (kind === "group") return { ignored: "group" };
  const view = typeof kind === "string" ? views.get(kind) : undefined;
  if (view) {
    draft.name = view;
    return;
  }
  if (kind !== "track")
    return {
      code: "unknown_type",
      path: "type",
      message: `The type is one of track, page, screen, identify, group, alias; this one is ${shown(type)}.`,
    };
  const given = event ?? name;
  if (typeof given === "string" && given.length > 200)
    return { code: "name_too_long", path: "event", message: "An event name has at most 200 characters." };
  const text = textOf(given)?.trim();
  if (!text)
    return { code: "missing_event", path: "event", message: "A track call needs the name of its event." };
  draft.name = text;
};
