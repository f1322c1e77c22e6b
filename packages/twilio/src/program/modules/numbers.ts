import { phoneNumber } from "../../resources/numbers/phoneNumber.ts";
import { resourceClass } from "../program.ts";

export class PhoneNumber extends resourceClass(phoneNumber) {}
