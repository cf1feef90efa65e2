package io.emrops.benchmarks.start;

/** Says something and ends, as {@link FirstStep} does. */
final class EmptyProgram {
    private EmptyProgram() {}

    public static void main(String[] args) {
        System.out.println(FirstStep.SAID);
        Runtime.getRuntime().halt(0);
    }
}
