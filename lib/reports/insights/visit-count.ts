import type { Journey } from "@/lib/journeys/journey";
import type { UnitGroups } from "../unit-groups";
import { CellCounts } from "./cell-counts";
import { aimSteps, type CellPlan, mostRows } from "./cell-plan";
import { type EventReader, eventKind, measured } from "./event-reader";
import { Places } from "./places";
import { landmarkOf, trustPages } from "./question-list";
import type { VisitStrata } from "./visit-strata";

// Hot path: looks at every event of every visit; nothing is allocated, names were looked up by code before.

/** The topics of which something arrived: visits that came to a moment they could be asked about. */
export const arrivedNames = ["measured", "problems", "clicked", "atStep", "paying", "trusting"] as const;

/** Counts visits by what was seen in them before the macro, with what came of it. */
export class VisitCount {
  readonly counts: CellCounts;
  /** Visits in the order of `arrivedNames`. */
  readonly arrived = new Float64Array(arrivedNames.length);
  /** The first macro of the visit that was counted last, −1 for none. */
  macroAt = -1;
  private readonly places: Places;
  private readonly allSteps: number;
  private readonly macroFlag: number;
  /** Events that `tellingEvents` asks for come after the macro in the masks. */
  private readonly tellingFlag: number;
  private readonly stepLandmarks: Int32Array;
  private readonly payingLandmark: number;
  private readonly aims: readonly { step: number; landmark: number; any: number; pages: Int32Array }[];
  /** Of the visit: landmarks and exposures, each once, and at which events it was at which steps. */
  private readonly landed: Int32Array;
  private readonly exposed: Int32Array;
  private landedCount = 0;
  private exposedCount = 0;
  private readonly landedIn: Int32Array;
  private readonly exposedIn: Int32Array;
  private visit = 0;
  private readonly firstOf: Int32Array;
  private readonly lastOf: Int32Array;
  private readonly trustBefore: Int32Array;
  private here = -1;
  private hereGroup = -1;
  private met = 0;

  constructor(
    private readonly plan: CellPlan,
    private readonly reader: EventReader,
    private readonly strata: VisitStrata,
    /** By `stepFields`; none where steps are not asked about. */
    private readonly stepGroups: readonly UnitGroups[],
    private readonly steps: number,
  ) {
    const { landmarks, landmarkOf: exposuresLandmark } = plan;
    this.counts = new CellCounts(landmarks.length, exposuresLandmark);
    this.places = new Places(plan, reader);
    this.allSteps = (1 << steps) - 1;
    this.macroFlag = 1 << steps;
    this.tellingFlag = 2 << steps;
    this.stepLandmarks = Int32Array.from({ length: steps }, (_, step) =>
      plan.landmark(landmarkOf({ kind: "value", step, by: "device", value: "" })),
    );
    this.payingLandmark = plan.landmark(landmarkOf({ kind: "method", method: "" }));
    this.aims = aimSteps(steps).map((step) => ({
      step,
      landmark: plan.landmark(landmarkOf({ kind: "trust", step, page: null })),
      any: plan.exposure({ kind: "trust", step, page: null }),
      pages: Int32Array.from(trustPages, ({ name }) => plan.exposure({ kind: "trust", step, page: name })),
    }));
    this.landed = new Int32Array(landmarks.length);
    this.landedIn = new Int32Array(landmarks.length);
    this.exposed = new Int32Array(exposuresLandmark.length);
    this.exposedIn = new Int32Array(exposuresLandmark.length);
    this.firstOf = new Int32Array(steps);
    this.lastOf = new Int32Array(steps);
    this.trustBefore = new Int32Array(steps);
  }

  /** Adds the visit whose events are `first ≤ i < end`. */
  add(journey: Journey, first: number, end: number): void {
    const { mask } = journey;
    const { macroFlag, allSteps, tellingFlag, reader } = this;
    const own = macroFlag | allSteps | tellingFlag;
    this.begin();
    let trust = 0;
    let reached = 0;
    for (let i = first; i < end; i++) {
      const bits = (mask[i] ?? 0) & own;
      if (bits === 0) continue;
      if ((bits & macroFlag) !== 0) {
        this.macroAt = i;
        break;
      }
      if ((bits & tellingFlag) !== 0) {
        const kind = reader.kindAt(journey, i);
        if (kind === eventKind.page) trust |= this.seePage(journey, i);
        else this.see(journey, i, kind);
      }
      const at = bits & allSteps;
      if (at === 0) continue;
      for (let rest = at; rest !== 0; rest &= rest - 1) {
        const step = 31 - Math.clz32(rest & -rest);
        if ((reached & (1 << step)) === 0) {
          this.firstOf[step] = i;
          this.trustBefore[step] = trust;
        }
        this.lastOf[step] = i;
      }
      reached |= at;
    }
    if (trust !== 0) this.met |= 1 << 5;
    if (reached !== 0) this.met |= 1 << 3;
    for (let bits = this.met; bits !== 0; bits &= bits - 1) {
      const place = 31 - Math.clz32(bits & -bits);
      this.arrived[place] = (this.arrived[place] ?? 0) + 1;
    }
    if (this.landedCount > 0 || reached !== 0) this.count(journey, first, end, reached);
  }

  private begin(): void {
    this.visit++;
    this.macroAt = -1;
    this.here = -1;
    this.hereGroup = -1;
    this.landedCount = 0;
    this.exposedCount = 0;
    this.met = 0;
  }

  /** True the first time in the visit. */
  private land(landmark: number): boolean {
    if (landmark < 0 || this.landedIn[landmark] === this.visit) return false;
    this.landedIn[landmark] = this.visit;
    this.landed[this.landedCount++] = landmark;
    return true;
  }

  private expose(exposure: number): void {
    if (exposure < 0 || this.exposedIn[exposure] === this.visit) return;
    this.exposedIn[exposure] = this.visit;
    this.exposed[this.exposedCount++] = exposure;
  }

  /** A page is a landmark when it is first seen; what is clicked until the next one counts for it. */
  private seePage(journey: Journey, i: number): number {
    const { places } = this;
    const code = this.reader.path.codeAt(journey, i);
    this.here = -1;
    this.hereGroup = -1;
    if (code < 0) return 0;
    const page = places.pageOf[code] ?? -1;
    const group = places.pageGroupOf[code] ?? -1;
    if (page >= 0 && this.land(places.pageLandmarks[page] ?? -1)) this.here = page;
    if (group >= 0 && this.land(places.pageLandmarks[group] ?? -1)) this.hereGroup = group;
    return Math.max(0, places.trustOf[code] ?? 0);
  }

  private see(journey: Journey, i: number, kind: number): void {
    if (kind >= eventKind.click) this.click(journey, i, kind - eventKind.click);
    else if (kind === eventKind.vitals) this.measure(journey, i);
    else if (kind === eventKind.paying) this.pay(journey, i);
    else this.meetForm(journey, i, kind === eventKind.left);
  }

  private click(journey: Journey, i: number, click: number): void {
    const { places, reader, here, hereGroup } = this;
    this.met |= click === 0 ? 1 << 2 : 1 << 1;
    if (here < 0 && hereGroup < 0) return;
    const element = places.elementOf[reader.element.codeAt(journey, i)] ?? -1;
    const path = reader.path.codeAt(journey, i);
    if (element < 0 || path < 0) return;
    const row = (click * places.elements.length + element) * places.pages.length;
    if (here >= 0 && places.pageOf[path] === here) this.expose(places.clickCells[row + here] ?? -1);
    if (hereGroup >= 0 && places.pageGroupOf[path] === hereGroup)
      this.expose(places.clickCells[row + hereGroup] ?? -1);
  }

  private measure(journey: Journey, i: number): void {
    const { places, reader } = this;
    const group = places.groupOf[reader.measuredPath.codeAt(journey, i)] ?? -1;
    const rows = places.groups.length + 1;
    for (let m = 0; m < reader.metrics.length; m++) {
      const found = reader.metrics[m]?.at(journey, i) ?? measured.none;
      if (found === measured.none) continue;
      this.met |= 1;
      const isSlow = found === measured.slow;
      if (this.land(places.slowLandmarks[m * rows] ?? -1) && isSlow)
        this.expose(places.slowCells[m * rows] ?? -1);
      if (group < 0) continue;
      const place = m * rows + 1 + group;
      if (this.land(places.slowLandmarks[place] ?? -1) && isSlow) this.expose(places.slowCells[place] ?? -1);
    }
  }

  private pay(journey: Journey, i: number): void {
    const code = this.reader.method.codeAt(journey, i);
    if (code < 0) return;
    this.met |= 1 << 4;
    if (!this.land(this.payingLandmark)) return;
    const method = this.places.methodOf[code] ?? -1;
    if (method >= 0) this.expose(this.places.methodCells[method] ?? -1);
  }

  private meetForm(journey: Journey, i: number, isLeft: boolean): void {
    const { places, reader } = this;
    this.met |= 1 << 1;
    const form = places.formOf[reader.form.codeAt(journey, i)] ?? -1;
    if (form < 0 || !this.land(places.formLandmarks[form] ?? -1) || !isLeft) return;
    const row = form * (places.fields.length + 1);
    this.expose(places.formCells[row] ?? -1);
    const field = places.fieldOf[reader.field.codeAt(journey, i)] ?? -1;
    if (field >= 0) this.expose(places.formCells[row + 1 + field] ?? -1);
  }

  private count(journey: Journey, first: number, end: number, reached: number): void {
    const { counts, landed, exposed } = this;
    const stratum = this.strata.of(journey, first, end);
    const outcome = this.macroAt < 0 ? 0 : 1;
    counts.open(journey.visitor);
    for (let l = 0; l < this.landedCount; l++) counts.land(stratum, landed[l] ?? 0, outcome, outcome === 1);
    for (let e = 0; e < this.exposedCount; e++) counts.expose(stratum, exposed[e] ?? 0, outcome);
    if (reached === 0) return;
    this.countTrust(stratum, reached, outcome);
    if (this.stepGroups.length > 0) this.countSteps(journey, first, end, stratum, reached);
  }

  private countTrust(stratum: number, reached: number, outcome: number): void {
    const { counts, aims, trustBefore } = this;
    for (let a = 0; a < aims.length; a++) {
      const aim = aims[a];
      if (!aim || aim.landmark < 0 || (reached & (1 << aim.step)) === 0) continue;
      counts.land(stratum, aim.landmark, outcome, outcome === 1);
      const seen = trustBefore[aim.step] ?? 0;
      if (seen === 0) continue;
      counts.expose(stratum, aim.any, outcome);
      for (let p = 0; p < aim.pages.length; p++)
        if ((seen & (1 << p)) !== 0) counts.expose(stratum, aim.pages[p] ?? 0, outcome);
    }
  }

  /** Whether a visit at a step came to a later one, or to the macro. */
  private goesOn(step: number, reached: number): boolean {
    if (this.macroAt >= 0) return true;
    const at = this.firstOf[step] ?? 0;
    for (let later = step + 1; later < this.steps; later++)
      if ((reached & (1 << later)) !== 0 && (this.lastOf[later] ?? 0) > at) return true;
    return false;
  }

  private countSteps(journey: Journey, first: number, end: number, stratum: number, reached: number): void {
    const { counts, plan, stepGroups, stepLandmarks } = this;
    for (let step = 0; step < this.steps; step++) {
      if ((reached & (1 << step)) === 0) continue;
      const goesOn = this.goesOn(step, reached) ? 1 : 0;
      counts.land(stratum, stepLandmarks[step] ?? 0, goesOn, this.macroAt >= 0);
      for (let f = 0; f < stepGroups.length; f++) {
        const row = stepGroups[f]?.row(journey, first, end) ?? 0;
        if (row < mostRows) counts.expose(stratum, plan.valueCell(step, f, row), goesOn);
      }
    }
  }
}
