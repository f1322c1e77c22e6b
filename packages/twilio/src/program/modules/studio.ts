import { flow } from "../../resources/studio/flow.ts";
import { resourceClass } from "../program.ts";

export class Flow extends resourceClass(flow) {}
