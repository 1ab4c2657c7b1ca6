const gap = 6;
const margin = 8;

/**
 * Puts a shown popover under its trigger, or above it where there is more room, inside the window. Popovers are in the
 * browser's top layer, so nothing can cover or clip them.
 */
export const placePopover = (popover: HTMLElement, trigger: HTMLElement, align: "start" | "end"): void => {
  const at = trigger.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - gap - margin;
  const above = at.top - gap - margin;
  popover.style.maxHeight = "none";
  const upwards = popover.offsetHeight > below && above > below;
  popover.style.maxHeight = `${Math.max(upwards ? above : below, 0)}px`;
  const { offsetWidth: width, offsetHeight: height } = popover;
  const left = align === "end" ? at.right - width : at.left;
  popover.style.left = `${Math.max(margin, Math.min(left, window.innerWidth - width - margin))}px`;
  popover.style.top = `${upwards ? at.top - gap - height : at.bottom + gap}px`;
};
