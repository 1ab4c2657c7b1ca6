/** A part of everybody as a bar. One pixel at least: somebody is there. */
export const ShareBar = ({ share }: { share: number }) => (
  <span aria-hidden className="block h-1.5 w-full overflow-hidden rounded-xs bg-sunken">
    <span
      className="block h-full rounded-xs bg-muted"
      style={{ width: share > 0 ? `max(1px, ${share * 100}%)` : 0 }}
    />
  </span>
);
