import { getFlexConfiguration } from "../../functions/getFlexConfiguration.ts";
import { invokeFunction } from "../program.ts";

export const getConfiguration = invokeFunction(getFlexConfiguration);
