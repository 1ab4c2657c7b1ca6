import { reportEngagement, startEngagement } from "./engagement";
import { anonymousId, forgetIds, mayIdentify, setConsent, wipe } from "./identity";
import { startLinks } from "./links";
import { type Properties, send, track } from "./messages";
import { isOn, loadPart, options } from "./options";
import { adoptSaved, dropQueue, leave, retryNow } from "./queue";
import { attempt, listen, safely } from "./safely";
import { linked, parameter } from "./signs";
import { remember } from "./storage";
import { startViews, viewed } from "./views";

/**
 * The script a site includes: `<script defer src="https://…/t.js" data-key="tb_pk_…"></script>`. docs/tracker.md says
 * what it sends and what it keeps. It never throws into the page.
 */

let person: [userId: string, traits: Properties] | undefined;

const identify = (userId: unknown, traits: Properties = {}): void => {
  person = [String(userId), traits];
  // Nobody is named before consent; `consent(true)` does it then.
  if (!mayIdentify()) return;
  remember("tb_user", person[0]);
  send({ type: "identify", traits, userId: person[0] });
};

const api = {
  track,
  page: viewed,
  identify,
  /** Two ids are one visitor; the other one is by default who has been here so far. */
  alias: (userId: unknown, previousId?: unknown): void => {
    if (mayIdentify()) send({ type: "alias", userId, previousId: previousId ?? anonymousId() });
  },
  /** Forgets who was here, for a sign-out on a shared computer. */
  reset: (): void => {
    person = undefined;
    forgetIds();
  },
  consent: (granted: boolean): void => {
    setConsent(granted);
    if (granted && person) identify(...person);
  },
  optOut: (out = true): void => {
    remember("tb_out", out ? "1" : null);
    if (!out) return;
    dropQueue();
    wipe();
  },
};

type Call = [name: string, ...args: unknown[]];
type Methods = Record<string, (...args: unknown[]) => void>;

let isBegun = false;

/** `window.tributary`: calls that come too early, here or on the list that stood in for the script, are written down. */
const { tributary: early } = window as { tributary?: unknown };
const calls: Call[] = Array.isArray(early) ? early : [];
const methods: Methods = {};
for (const [name, run] of Object.entries(api as Methods))
  methods[name] = safely((...args) => {
    if (isBegun) run(...args);
    else calls.push([name, ...args]);
  });

/** Who it is and what is allowed is said before the first view, events come after it. */
const makeCalls = (areEvents: boolean): void => {
  for (const [name, ...args] of calls) if ((name === "track") === areEvents) methods[name]?.(...args);
};

/** People of the site's own mark their browser with `?tributary=internal`. */
const markInternal = (): void => {
  const asked = /[?&]tributary=(in|ex)ternal/.exec(location.search)?.[1];
  if (asked) remember("tb_internal", asked === "in" ? "1" : null);
};

const loadIdleParts = (): void => {
  for (const part of ["forms", "clicks", "vitals"]) if (isOn(part)) loadPart(part);
};

const begin = (): void => {
  if (isBegun || (document as { prerendering?: boolean }).prerendering) return;
  isBegun = true;
  [
    markInternal,
    () => mayIdentify() || wipe(),
    adoptSaved,
    startEngagement,
    startLinks,
    () => makeCalls(false),
    startViews,
    () => makeCalls(true),
  ].forEach(attempt);
};

const goAway = ({ type }: Event): void => {
  if (type !== "pagehide" && !document.hidden) return;
  begin();
  reportEngagement();
  leave();
};

/** Begins at once, but not while the page is only prepared, nor before it is known who comes from another domain. */
const start = (): void => {
  listen("pagehide visibilitychange", goAway);
  listen("online", retryNow);
  listen(`prerenderingchange ${linked}`, begin);
  if (options.domains) loadPart("linker");
  if (options.domains && location.search.includes(parameter)) setTimeout(safely(begin), 1_000);
  else begin();
  // Safari has no idle callbacks.
  (window.requestIdleCallback ?? setTimeout)(safely(loadIdleParts));
};

// A page that includes it twice is still one page.
if (options.key && (!early || Array.isArray(early))) {
  Object.assign(window, { tributary: methods });
  attempt(start);
}
