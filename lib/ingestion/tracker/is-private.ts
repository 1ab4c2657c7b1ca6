/** Whether the site says that nothing of this place may be taken: it lies inside `data-private`. */
export const isPrivate = (target: EventTarget | null): boolean =>
  !(target instanceof Element) || target.closest("[data-private]") !== null;
