import { anonymousId, keepId, knownId, mayIdentify } from "./identity";
import { options } from "./options";
import { post } from "./post";
import { listen, safely } from "./safely";
import { linked, parameter } from "./signs";

/**
 * One visitor on the several domains of an owner (`data-domains`): links to the others carry a token that stands for
 * the visitor. A part of its own, `t-linker.js`.
 */

const freshMs = 60_000;
const domains = (options.domains ?? "").split(/[\s,]+/);

const linkOf = ({ target }: Event): HTMLAnchorElement | null => {
  const link = (target as Element).closest("a");
  const isLinked = link && link.hostname !== location.hostname && domains.includes(link.hostname);
  return isLinked && mayIdentify() ? link : null;
};

const ask = async (question: { anonymousId: string } | { token: string }) => {
  const response = await post("v1/linker", JSON.stringify({ writeKey: options.key, ...question }));
  return response.ok ? await response.json() : {};
};

let token = "";
let tokenOf: string | null = null;
let askedAt = 0;

/** Has a token of this visitor ready by the time of the click. */
const prepare = async (event: Event): Promise<void> => {
  try {
    if (!linkOf(event) || (Date.now() - askedAt < freshMs && tokenOf === knownId())) return;
    askedAt = Date.now();
    const id = anonymousId();
    token = (await ask({ anonymousId: id })).token ?? "";
    tokenOf = id;
  } catch {
    askedAt = 0;
  }
};

/** Puts the token into the link for this click only: what people copy must not carry it. */
const passOn = (event: Event): void => {
  const link = linkOf(event);
  if (!link || !token || tokenOf !== knownId()) return;
  const original = link.href;
  const url = new URL(original);
  url.searchParams.set(parameter, token);
  link.href = url.href;
  setTimeout(() => {
    link.href = original;
  });
};

/** Takes the token of another domain out of the address. */
const takeToken = (): string | null => {
  const url = new URL(location.href);
  const given = url.searchParams.get(parameter);
  if (!given) return null;
  url.searchParams.delete(parameter);
  history.replaceState(history.state, "", url);
  return given;
};

const isUnknown = (): boolean => mayIdentify() && !knownId();

/** Becomes the visitor that another domain passed on, unless this one knows its own. */
const arrive = async (): Promise<void> => {
  try {
    const given = takeToken();
    const { anonymousId: id } = given && isUnknown() ? await ask({ token: given }) : {};
    if (id && isUnknown()) keepId(id);
  } catch {}
  dispatchEvent(new Event(linked));
};

safely(() => {
  listen("pointerover pointerdown focusin", (event) => void prepare(event));
  listen("click auxclick", passOn);
  void arrive();
})();
