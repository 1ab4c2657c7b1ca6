import { asObject, type JsonObject } from "../draft";

const mostText = 80;

/** What a person means to press: the words in a button are often elements of their own. */
const isPressed = (element: JsonObject): boolean =>
  element.tag_name === "a" || element.tag_name === "button" || element.attr__role === "button";

const selectorOf = (element: JsonObject): string | undefined => {
  const { tag_name: tag, attr__id: id, attr__class: classes } = element;
  if (typeof tag !== "string") return undefined;
  if (typeof id === "string" && id !== "") return `${tag}#${id}`;
  const names = typeof classes === "string" ? classes.split(/\s+/) : Array.isArray(classes) ? classes : [];
  return [tag, ...names.filter((name) => typeof name === "string" && name !== "").slice(0, 3)].join(".");
};

const elementsOf = (properties: JsonObject): JsonObject[] =>
  Array.isArray(properties.$elements) ? properties.$elements.map((element) => asObject(element) ?? {}) : [];

const known = (entries: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));

/** What was clicked, as our own tracker says it: `{tag, text, selector, href}`, each where it is known. */
export const clickOf = (properties: JsonObject): JsonObject => {
  const elements = elementsOf(properties);
  const pressed = elements.find(isPressed) ?? elements[0] ?? {};
  const text = properties.$el_text ?? pressed.$el_text;
  return known({
    tag: pressed.tag_name,
    text: typeof text === "string" ? text.slice(0, mostText) : undefined,
    selector: selectorOf(pressed),
    href: pressed.attr__href ?? properties.$external_click_url,
  });
};

/** Which form was sent: its id, its name, or where it stands. Never what was typed. */
export const formOf = (properties: JsonObject): JsonObject => {
  const form = elementsOf(properties).find(({ tag_name }) => tag_name === "form") ?? {};
  return known({ form: form.attr__id ?? form.attr__name ?? selectorOf(form) });
};
