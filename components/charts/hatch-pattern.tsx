/** The hatch of visitors still on the way, for SVG marks: the same as the utility `fill-hatched`. */
export const HatchPattern = ({ id }: { id: string }) => (
  <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width="5" height="5" fill="var(--surface)" />
    <rect width="5" height="5" fill="var(--open)" opacity="0.16" />
    <rect width="1.25" height="5" fill="var(--open)" />
  </pattern>
);
