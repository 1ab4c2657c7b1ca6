import Bowser from "bowser";
import { isbot } from "isbot";
import { asObject, type Receipt, type Step, textOf } from "../draft";

type Agent = { device: string | null; browser: string | null; os: string | null; bot: boolean };

// Agents and locales repeat with every event. What is kept is clean text, so what is found need not be cleaned again.
const known = new Map<string, Agent>();
const languages = new Map<string, string | null>();
const mostKnown = 5000;
const mostAgent = 1_000;
const mostLocale = 35;
const mostName = 80;
const nothing: Agent = { device: null, browser: null, os: null, bot: false };

const parse = (userAgent: string): Agent => {
  const { browser, os, platform } = Bowser.parse(userAgent);
  const device = platform.type === "bot" ? null : (platform.type ?? null);
  return {
    device,
    browser: textOf(browser.name, mostName),
    os: textOf(os.name, mostName),
    bot: isbot(userAgent),
  };
};

const agentOf = (given: unknown): Agent | null => {
  if (typeof given !== "string") return null;
  const seen = known.get(given);
  if (seen) return seen;
  const userAgent = textOf(given, mostAgent);
  if (userAgent === null) return null;
  const agent = parse(userAgent);
  if (known.size >= mostKnown) known.clear();
  known.set(userAgent, agent);
  return agent;
};

/** The language of a locale such as "de-AT". */
const languageOf = (given: unknown): string | null => {
  if (typeof given !== "string") return null;
  const seen = languages.get(given);
  if (seen !== undefined) return seen;
  const locale = textOf(given, mostLocale);
  if (locale === null) return null;
  const language = locale.split(/[-_]/, 1)[0]?.toLowerCase() || null;
  if (languages.size >= mostKnown) languages.clear();
  languages.set(locale, language);
  return language;
};

/**
 * The request's own user agent, where a browser sent it. Crawlers that run a page's scripts name themselves like
 * browsers; curl and the libraries of servers are neither a visitor's device nor a bot.
 */
const browserOf = ({ source, userAgent }: Receipt): string | null =>
  source === "write" && userAgent?.startsWith("Mozilla/") ? userAgent : null;

const twoLetters = /^[a-z]{2}$/i;
const countryOf = (value: unknown): string | null =>
  typeof value === "string" && twoLetters.test(value) ? value.toUpperCase() : null;

/** What it happened on, where, and whether a machine did it. A server that holds a secret key is never a bot. */
export const readDevice: Step = (draft, receipt) => {
  const context = asObject(draft.raw.context);
  const agent = agentOf(context?.userAgent) ?? agentOf(browserOf(receipt)) ?? nothing;
  draft.device = textOf(asObject(context?.device)?.type, 40)?.toLowerCase() ?? agent.device;
  draft.browser = textOf(asObject(context?.browser)?.name, mostName) ?? agent.browser;
  draft.os = textOf(asObject(context?.os)?.name, mostName) ?? agent.os;
  draft.language = languageOf(context?.locale);
  draft.bot = receipt.source !== "secret" && agent.bot;
  draft.country = receipt.source === "write" ? receipt.country : countryOf(context?.country);
};
