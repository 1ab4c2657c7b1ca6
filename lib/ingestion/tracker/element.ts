import { isPrivate } from "./is-private";

const clickable = "a,button,summary,[role=button],input[type=submit],input[type=button],input[type=image]";
const mostText = 80;
const mostLevels = 5;

/** The button or link that was meant. */
export const clickableOf = (target: Element): Element | null => target.closest(clickable);

/** What is written on it, without what people wrote and what is private. */
const textOf = (element: Element): string | undefined => {
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = "";
  while (walk.nextNode() && text.length < 4 * mostText) {
    const around = walk.currentNode.parentElement;
    const isWritten = around?.closest("input,textarea,select,[contenteditable],script,style");
    if (!isWritten && !isPrivate(around)) text += ` ${walk.currentNode.nodeValue}`;
  }
  const shown = text.trim() || element.getAttribute("aria-label") || element.getAttribute("title") || "";
  return shown.replace(/\s+/g, " ").trim().slice(0, mostText) || undefined;
};

/** Ids with many digits are made up for one visit or one person. */
const isLasting = (id: string): boolean => /^[a-z][\w-]*$/i.test(id) && !/\d{3}/.test(id);

const stepTo = (element: Element): string => {
  const tag = element.localName;
  const alike = [...(element.parentElement?.children ?? [])].filter(({ localName }) => localName === tag);
  return alike.length > 1 ? `${tag}:nth-of-type(${alike.indexOf(element) + 1})` : tag;
};

/** A short way to the element that tends to outlive a release: from the next id above it. */
export const selectorOf = (element: Element): string => {
  const steps: string[] = [];
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
    const id = at.getAttribute("id") ?? "";
    steps.unshift(isLasting(id) ? `#${id}` : stepTo(at));
    if (isLasting(id) || steps.length === mostLevels) break;
  }
  return steps.join(" > ");
};

/** Host and path of a link; its query may name a person, and so does an e-mail address. */
const hrefOf = (element: Element): string | undefined =>
  element instanceof HTMLAnchorElement && /^https?:$/.test(element.protocol)
    ? element.host + element.pathname
    : undefined;

/** Names an element for people: what it is, what it says, where it stands and leads. */
export const nameElement = (element: Element) => ({
  tag: element.localName,
  text: textOf(element),
  selector: selectorOf(element),
  href: hrefOf(element),
});
