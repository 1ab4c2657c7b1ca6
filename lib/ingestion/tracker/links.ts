import { type Properties, track } from "./messages";
import { isOn, options } from "./options";
import { listen } from "./safely";

/** What browsers save rather than show, or show as a document. */
const file = /\.(pdf|docx?|xlsx?|pptx?|csv|zip|gz|dmg|exe|mp[34])$/i;
const ownDomains = `${location.hostname},${options.domains}`.split(/[\s,]+/);

/** `data-track="Name" data-track-plan="pro"` is the event "Name" with the property plan. */
const trackMarked = (element: Element): void => {
  const prefix = "data-track-";
  const properties: Properties = {};
  for (const { name, value } of element.attributes)
    if (name.startsWith(prefix)) properties[name.slice(prefix.length)] = value;
  track(element.getAttribute("data-track") ?? "", properties);
};

const trackLink = (link: HTMLAnchorElement): void => {
  // Without the query, which may name a person.
  const href = link.host + link.pathname;
  if (link.hasAttribute("download") || file.test(link.pathname)) track("File Downloaded", { href });
  else if (!ownDomains.includes(link.hostname)) track("Outbound Link Clicked", { href });
};

export const startLinks = (): void =>
  listen<MouseEvent & { target: Element }>("click auxclick", ({ target, button }) => {
    // The right button opens a menu.
    if (button > 1 || target.closest("[data-private]")) return;
    const marked = target.closest("[data-track]");
    if (marked) trackMarked(marked);
    const link = target.closest("a");
    if (link && isOn("links") && /^http/.test(link.protocol)) trackLink(link);
  });
