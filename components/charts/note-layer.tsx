"use client";

import { type CSSProperties, useEffect, useState } from "react";

type Note = { text: string; style: CSSProperties };

const width = 288;
const edge = 8;

/** Above the element, centred on it; below where there is no room above. */
const placeAt = (element: HTMLElement): CSSProperties => {
  const box = element.getBoundingClientRect();
  const middle = box.left + box.width / 2;
  const left = Math.min(
    Math.max(middle, edge + width / 2),
    Math.max(innerWidth - edge - width / 2, width / 2),
  );
  return box.top > 96 ? { left, bottom: innerHeight - box.top + 6 } : { left, top: box.bottom + 6 };
};

/**
 * Shows the note of whatever has `data-note` while it has the pointer or the focus; Escape closes it. One for the whole
 * page: hundreds of numbers can explain themselves without a line of script each.
 */
export const NoteLayer = () => {
  const [note, setNote] = useState<Note | null>(null);
  useEffect(() => {
    const show = ({ target }: Event) => {
      if (!(target instanceof Element) || target.closest("[data-note-layer]")) return;
      const owner = target.closest<HTMLElement>("[data-note]");
      setNote(owner?.dataset.note ? { text: owner.dataset.note, style: placeAt(owner) } : null);
    };
    const hide = () => setNote(null);
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && hide();
    document.addEventListener("pointerover", show);
    document.addEventListener("focusin", show);
    document.addEventListener("focusout", hide);
    document.addEventListener("keydown", onKey);
    window.addEventListener("scroll", hide, { capture: true, passive: true });
    return () => {
      document.removeEventListener("pointerover", show);
      document.removeEventListener("focusin", show);
      document.removeEventListener("focusout", hide);
      document.removeEventListener("keydown", onKey);
      window.removeEventListener("scroll", hide, { capture: true });
    };
  }, []);
  return note === null ? null : (
    <div
      aria-hidden
      data-note-layer
      style={{ ...note.style, maxWidth: width }}
      className="fixed z-50 w-max -translate-x-1/2 animate-appear rounded-sm bg-solid px-2.5 py-1.5 text-on-solid text-xs"
    >
      {note.text}
    </div>
  );
};
