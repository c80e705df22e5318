package eml

import (
	"fmt"
	"mime"
	"path"
	"strings"
)

const octets = "application/octet-stream"

// mediaTypes are the types of files by extension. The machine's own tables are never asked: equal commands give equal bytes
// everywhere.
var mediaTypes = map[string]string{
	".avif": "image/avif",
	".bmp":  "image/bmp",
	".css":  "text/css",
	".csv":  "text/csv",
	".doc":  "application/msword",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".eml":  "message/rfc822",
	".gif":  "image/gif",
	".gz":   "application/gzip",
	".htm":  "text/html",
	".html": "text/html",
	".ics":  "text/calendar",
	".jpeg": "image/jpeg",
	".jpg":  "image/jpeg",
	".js":   "text/javascript",
	".json": "application/json",
	".log":  "text/plain",
	".md":   "text/markdown",
	".mp3":  "audio/mpeg",
	".mp4":  "video/mp4",
	".odp":  "application/vnd.oasis.opendocument.presentation",
	".ods":  "application/vnd.oasis.opendocument.spreadsheet",
	".odt":  "application/vnd.oasis.opendocument.text",
	".pdf":  "application/pdf",
	".png":  "image/png",
	".ppt":  "application/vnd.ms-powerpoint",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".rtf":  "application/rtf",
	".svg":  "image/svg+xml",
	".tar":  "application/x-tar",
	".tif":  "image/tiff",
	".tiff": "image/tiff",
	".txt":  "text/plain",
	".vcf":  "text/vcard",
	".wav":  "audio/wav",
	".webp": "image/webp",
	".xls":  "application/vnd.ms-excel",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".xml":  "application/xml",
	".zip":  "application/zip",
}

// extensions name attachments that came without a name.
var extensions = map[string]string{
	"application/gzip":                 ".gz",
	"application/json":                 ".json",
	"application/ms-tnef":              ".dat",
	"application/msword":               ".doc",
	"application/pdf":                  ".pdf",
	"application/pgp-encrypted":        ".txt",
	"application/pgp-signature":        ".asc",
	"application/pkcs7-mime":           ".p7m",
	"application/pkcs7-signature":      ".p7s",
	"application/rtf":                  ".rtf",
	"application/x-pkcs7-mime":         ".p7m",
	"application/x-pkcs7-signature":    ".p7s",
	"application/xml":                  ".xml",
	"application/zip":                  ".zip",
	"audio/mpeg":                       ".mp3",
	"image/bmp":                        ".bmp",
	"image/gif":                        ".gif",
	"image/jpeg":                       ".jpg",
	"image/jpg":                        ".jpg",
	"image/png":                        ".png",
	"image/svg+xml":                    ".svg",
	"image/tiff":                       ".tif",
	"image/webp":                       ".webp",
	"message/delivery-status":          ".txt",
	"message/disposition-notification": ".txt",
	"message/feedback-report":          ".txt",
	"message/global":                   ".eml",
	"message/rfc822":                   ".eml",
	"text/calendar":                    ".ics",
	"text/csv":                         ".csv",
	"text/html":                        ".html",
	"text/plain":                       ".txt",
	"text/rfc822-headers":              ".txt",
	"text/vcard":                       ".vcf",
	"text/x-vcard":                     ".vcf",
	"video/mp4":                        ".mp4",
}

// mediaType is the file's Content-Type, given or by extension.
func (f File) mediaType() (string, error) {
	if f.Type == "" {
		if t, known := mediaTypes[strings.ToLower(path.Ext(f.Name))]; known {
			return t, nil
		}
		return octets, nil
	}
	t, params, err := mime.ParseMediaType(f.Type)
	if err == nil && strings.Count(t, "/") == 1 && len(f.Type) < maxLine/2 {
		if s := mime.FormatMediaType(t, params); s != "" {
			return s, nil
		}
	}
	return "", fmt.Errorf("attachment %q: type %q is not a media type such as text/plain", f.Name, f.Type)
}
