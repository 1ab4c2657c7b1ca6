import { cn } from "@/components/ui/cn";
import { type ConfluenceShape, confluenceHeight, confluenceWidth } from "./layout-confluence";

/** The marks alone: beds, those still on the way, those who went on, and the river over their mouths. */
export const ConfluenceMarks = ({
  shape,
  hatchId,
  fadeId,
  active,
  onActive,
}: {
  shape: ConfluenceShape;
  hatchId: string;
  fadeId: string;
  active: number | null;
  onActive: (index: number) => void;
}) => (
  <>
    <defs>
      <linearGradient
        id={`${fadeId}river`}
        gradientUnits="userSpaceOnUse"
        x1="0"
        x2={confluenceWidth * 0.16}
        y1="0"
        y2="0"
      >
        <stop stopColor="var(--macro)" stopOpacity="0" />
        <stop offset="1" stopColor="var(--macro)" />
      </linearGradient>
      <linearGradient
        id={`${fadeId}open`}
        gradientUnits="userSpaceOnUse"
        x1="0"
        x2="0"
        y1="0"
        y2={confluenceHeight}
      >
        <stop offset="0.1" stopColor="white" />
        <stop offset="0.27" stopColor="black" />
        <stop offset="0.73" stopColor="black" />
        <stop offset="0.9" stopColor="white" />
      </linearGradient>
      <mask
        id={`${fadeId}mask`}
        maskUnits="userSpaceOnUse"
        x="0"
        y="0"
        width={confluenceWidth}
        height={confluenceHeight}
      >
        <rect width={confluenceWidth} height={confluenceHeight} fill={`url(#${fadeId}open)`} />
      </mask>
    </defs>
    {shape.streams.map((stream, i) => (
      <g
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes have no name and never move
        key={i}
        onPointerEnter={() => onActive(i)}
        className={cn("transition-opacity", active !== null && active !== i && "opacity-30")}
      >
        <path d={stream.bed} className="fill-micro/26" />
        {stream.open ? <path d={stream.open} fill={`url(#${hatchId})`} mask={`url(#${fadeId}mask)`} /> : null}
        {stream.core ? (
          <path d={stream.core.path} className="fill-none stroke-micro" strokeWidth={stream.core.width} />
        ) : null}
      </g>
    ))}
    <path
      d={shape.river.path}
      fill="none"
      stroke={`url(#${fadeId}river)`}
      strokeWidth={shape.river.width}
      className="pointer-events-none"
    />
  </>
);
