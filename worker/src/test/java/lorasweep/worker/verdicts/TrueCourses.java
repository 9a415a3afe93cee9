package lorasweep.worker.verdicts;

import java.util.List;

/**
 * What the oracle knows of a sweep.
 *
 * @param courses one for each trial
 * @param top the trial with the lowest score at its best epoch
 */
record TrueCourses(List<TrueCourse> courses, TrueCourse top) {
    /**
     * The courses of a sweep.
     *
     * @param files one for each trial
     * @param last the last epoch that judges see
     */
    static TrueCourses of(List<OracleFile> files, int last) {
        List<TrueCourse> courses =
                files.stream().map(file -> new TrueCourse(file, last)).toList();
        return new TrueCourses(
                courses,
                courses.stream()
                        .filter(TrueCourse::isWhole)
                        .reduce((a, b) -> a.score(a.best()) <= b.score(b.best()) ? a : b)
                        .orElseThrow());
    }

    /** What is true of each trial. */
    List<TrueCourse.Label> labels() {
        return courses.stream().map(course -> course.label(top)).toList();
    }
}
