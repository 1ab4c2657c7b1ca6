import { clickableOf, nameElement, selectorOf } from "./element";
import { isPrivate } from "./is-private";
import { listen } from "./safely";
import { unlessAlive } from "./signs-of-life";
import { track } from "./track";

/** What is clicked, in anger or in vain as well. A part of its own, `t-clicks.js`. */

const rageClicks = 3;
const rageMs = 1_000;
const ragePixels = 30;

let burst: MouseEvent[] = [];

/** Whether this is the click that makes a burst of them: quick, and all in one place. */
const isRage = (click: MouseEvent): boolean => {
  // Keys make clicks without a place.
  if (click.detail === 0) return false;
  burst = burst.filter(
    ({ timeStamp, clientX, clientY }) =>
      click.timeStamp - timeStamp <= rageMs &&
      Math.hypot(click.clientX - clientX, click.clientY - clientY) <= ragePixels,
  );
  burst.push(click);
  return burst.length === rageClicks;
};

const natives = "input,select,textarea,label,option,video,audio,[contenteditable]";

/** Whether people would expect that something follows a click here, and would be able to see it. */
const promisesMore = (target: Element, clickable: Element | null, click: MouseEvent): boolean => {
  if (click.button > 0 || click.ctrlKey || click.metaKey || click.shiftKey) return false;
  if (clickable) return true;
  return !target.closest(natives) && getComputedStyle(target).cursor === "pointer";
};

/** The browser itself follows a link that the page leaves to it, and downloads what it has to. */
const isFollowed = (clickable: Element | null, { defaultPrevented }: MouseEvent): boolean =>
  clickable instanceof HTMLAnchorElement && !!clickable.getAttribute("href") && !defaultPrevented;

listen<MouseEvent>("click", (click) => {
  const { target } = click;
  if (!(target instanceof Element) || isPrivate(target)) return;
  const clickable = clickableOf(target);
  const what = clickable ? nameElement(clickable) : { tag: target.localName, selector: selectorOf(target) };
  if (clickable) track("Element Clicked", what);
  if (isRage(click)) track("Rage Clicked", what);
  if (!promisesMore(target, clickable, click)) return;
  unlessAlive(() => {
    if (!isFollowed(clickable, click)) track("Dead Clicked", what);
  });
});
