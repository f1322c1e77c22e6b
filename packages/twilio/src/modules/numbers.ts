import { resourceClass } from "../program.ts";
import { phoneNumber } from "../resources/numbers/phoneNumber.ts";

export class PhoneNumber extends resourceClass(phoneNumber) {}
