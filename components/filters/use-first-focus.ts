"use client";

import { type RefObject, useEffect, useRef } from "react";

/** Takes the focus when the element appears: code that is loaded late comes after its popover has looked for it. */
export const useFirstFocus = <E extends HTMLElement>(): RefObject<E | null> => {
  const first = useRef<E>(null);
  useEffect(() => first.current?.focus(), []);
  return first;
};
