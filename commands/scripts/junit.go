package scripts

import (
	"encoding/xml"
	"fmt"
	"path"
	"time"

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
		Began    string      `xml:"timestamp,attr,omitempty"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Line    int           `xml:"line,attr,omitempty"`
		Time    string        `xml:"time,attr,omitempty"`
		Failure *junitMessage `xml:"failure"`
		Skipped *junitMessage `xml:"skipped"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit is the report as a JUnit XML document.
func (r *Report) JUnit() ([]byte, error) {
	suite := junitSuite{
		Name:     "recallbox",
		Tests:    len(r.results),
		Failures: r.count(testscripts.Failed),
		Skipped:  r.count(testscripts.Skipped),
	}
	if r.options.Times {
		suite.Time = fmt.Sprintf("%.3f", r.elapsed().Seconds())
		suite.Began = r.began.UTC().Format(time.RFC3339)
	}
	for _, one := range r.results {
		suite.Cases = append(suite.Cases, newJUnitCase(one))
	}
	document, err := xml.MarshalIndent(junitSuites{Suite: suite}, "", "  ")
	return []byte(xml.Header + string(document) + "\n"), err
}

// newJUnitCase is a script as a case: its folder is the class.
func newJUnitCase(one Result) junitCase {
	test := junitCase{Class: path.Dir(one.Script), Name: path.Base(one.Script), File: one.file, Line: one.Line}
	if test.Class == "." {
		test.Class = "recallbox"
	}
	if one.Seconds != nil {
		test.Time = fmt.Sprintf("%.3f", *one.Seconds)
	}
	switch one.Outcome {
	case testscripts.Failed:
		test.Failure = &junitMessage{Message: one.told(), Text: one.Log}
	case testscripts.Skipped:
		test.Skipped = &junitMessage{Message: one.Message}
	}
	return test
}
