package commands

import (
	"encoding/xml"
	"fmt"
	"os"

	"recallbox/testscripts"
)

// The elements of a JUnit report that CI systems read.
type (
	junitSuites struct {
		XMLName xml.Name   `xml:"testsuites"`
		Suite   junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Time     string      `xml:"time,attr,omitempty"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Time    string        `xml:"time,attr,omitempty"`
		Failure *junitMessage `xml:"failure"`
		Skipped *junitMessage `xml:"skipped"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes the results to the file that --junit names.
func (r *runReport) writeJUnit(counts map[testscripts.Outcome]int) error {
	name := r.call.String("junit")
	if name == "" {
		return nil
	}
	suite := junitSuite{Name: "recallbox", Tests: len(r.results), Failures: counts[testscripts.Failed], Skipped: counts[testscripts.Skipped]}
	if !r.call.Bool("no-times") {
		suite.Time = fmt.Sprintf("%.3f", r.took().Seconds())
	}
	for _, result := range r.results {
		suite.Cases = append(suite.Cases, junitOf(result))
	}
	document, err := xml.MarshalIndent(junitSuites{Suite: suite}, "", "  ")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return renamed(os.WriteFile(r.call.file(name), []byte(xml.Header+string(document)+"\n"), 0o666), name)
}

func junitOf(result scriptResult) junitCase {
	one := junitCase{Class: "recallbox", Name: result.Script}
	if result.Seconds != nil {
		one.Time = fmt.Sprintf("%.3f", *result.Seconds)
	}
	switch result.Outcome {
	case testscripts.Failed:
		one.Failure = &junitMessage{Message: result.Message, Text: result.Log}
	case testscripts.Skipped:
		one.Skipped = &junitMessage{Message: result.Message}
	}
	return one
}
