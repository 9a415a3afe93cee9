/** Sweep folders as a real sweep leaves them, drawn from a simulation, and a browser to look at reports with. */
package lorasweep.report.testing;
