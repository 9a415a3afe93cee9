/** What clusters get, tried on clusters whose machines are local processes. */
package lorasweep.k8s;
