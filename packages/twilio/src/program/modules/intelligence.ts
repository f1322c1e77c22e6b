import { configuration } from "../../resources/intelligence/configuration.ts";
import { resourceClass } from "../program.ts";

export { summaryOperatorId } from "../../resources/intelligence/configuration.ts";

export class Configuration extends resourceClass(configuration) {}
