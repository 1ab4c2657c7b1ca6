"use client";

import { type ReactElement, useEffect, useRef } from "react";
import { ResponsiveContainer } from "recharts";
import type { Reached } from "./still-until-reached";

/** The place of a live chart. It takes over the focus of the still picture that it stands in for. */
export const LivePlot = ({
  width,
  takesFocus,
  height,
  children,
}: Reached & { height: number; children: ReactElement }) => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!takesFocus || !element) return;
    const focus = () => {
      const surface = element.querySelector<SVGElement>("svg[tabindex='0']");
      surface?.focus();
      if (surface) waiting.disconnect();
    };
    // The library draws only once it has measured its place.
    const waiting = new MutationObserver(focus);
    waiting.observe(element, { childList: true, subtree: true });
    focus();
    return () => waiting.disconnect();
  }, [takesFocus]);
  return (
    <div ref={box}>
      <ResponsiveContainer width="100%" height={height} minWidth={0} initialDimension={{ width, height }}>
        {children}
      </ResponsiveContainer>
    </div>
  );
};
