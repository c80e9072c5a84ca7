//! Files for tests, written by us.

use std::io::{Cursor, Write};

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What must not be in a copy without metadata.
pub(crate) const SECRET: &str = "Ivanova-at-home";

/// A picture whose left half is dark.
pub(crate) fn photograph(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 { Rgb([20, 20, 20]) } else { Rgb([230, 220, 40]) }
    }))
}

/// It in PNG, with a remark, a time and a block of EXIF.
pub(crate) fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    photograph(40, 20).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    let at = bytes.windows(4).position(|four| four == b"IDAT").unwrap() - 4;
    let chunk = |name: &[u8], content: &[u8]| {
        let mut chunk = (content.len() as u32).to_be_bytes().to_vec();
        chunk.extend_from_slice(name);
        chunk.extend_from_slice(content);
        chunk.extend_from_slice(&[0; 4]);
        chunk
    };
    let mut extra = chunk(b"tEXt", format!("Author\0{SECRET}").as_bytes());
    extra.extend(chunk(b"tIME", b"\x07\xe0\x01\x01\x00\x00\x00"));
    bytes.splice(at..at, extra);
    bytes
}

/// It in JPEG, taken with the camera upside down, with EXIF, IPTC and a remark, and something behind its end.
pub(crate) fn jpeg() -> Vec<u8> {
    let mut bytes = Vec::new();
    photograph(40, 20).write_with_encoder(JpegEncoder::new(&mut bytes)).unwrap();
    let segment = |marker: u8, content: &[u8]| {
        let mut segment = vec![0xff, marker];
        segment.extend_from_slice(&(content.len() as u16 + 2).to_be_bytes());
        segment.extend_from_slice(content);
        segment
    };
    let mut exif = b"Exif\0\0".to_vec();
    exif.extend(crate::orientation::exif(3));
    exif.extend_from_slice(SECRET.as_bytes());
    let mut extra = segment(0xe1, &exif);
    extra.extend(segment(0xed, format!("Photoshop 3.0\0{SECRET}").as_bytes()));
    extra.extend(segment(0xfe, SECRET.as_bytes()));
    bytes.splice(2..2, extra);
    bytes.extend_from_slice(SECRET.as_bytes());
    bytes
}

/// It in GIF, with a remark.
pub(crate) fn gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    photograph(40, 20).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Gif).unwrap();
    let end = bytes.len() - 1;
    let mut remark = vec![0x21, 0xfe, SECRET.len() as u8];
    remark.extend_from_slice(SECRET.as_bytes());
    remark.push(0);
    bytes.splice(end..end, remark);
    bytes
}

/// It in WebP, lying on its side, with EXIF and XMP.
pub(crate) fn webp() -> Vec<u8> {
    let mut plain = Vec::new();
    photograph(40, 20).write_to(&mut Cursor::new(&mut plain), ImageFormat::WebP).unwrap();
    let mut exif = crate::orientation::exif(6);
    exif.extend_from_slice(SECRET.as_bytes());
    let chunk = |name: &[u8], content: &[u8]| {
        let mut chunk = name.to_vec();
        chunk.extend_from_slice(&(content.len() as u32).to_le_bytes());
        chunk.extend_from_slice(content);
        chunk.extend(vec![0; content.len() % 2]);
        chunk
    };
    let mut body = b"WEBP".to_vec();
    body.extend(chunk(b"VP8X", &[0x0c, 0, 0, 0, 39, 0, 0, 19, 0, 0]));
    body.extend_from_slice(&plain[12..]);
    body.extend(chunk(b"EXIF", &exif));
    body.extend(chunk(b"XMP ", SECRET.as_bytes()));
    let mut bytes = b"RIFF".to_vec();
    bytes.extend_from_slice(&(body.len() as u32).to_le_bytes());
    bytes.extend(body);
    bytes
}

/// A drawing that would run a program, with metadata of a program.
pub(crate) fn svg() -> String {
    format!(
        r##"<?xml version="1.0"?>
<!-- {SECRET} -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="200" height="100"
     onload="alert(1)" inkscape:export-filename="/home/{SECRET}/gear.png">
  <title>Gear of the rolling mill</title>
  <metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{SECRET}</rdf:RDF></metadata>
  <script>alert("{SECRET}")</script>
  <a href="javascript:alert(1)"><rect x="0" y="0" width="200" height="100" fill="#204060" aria-label="8 &amp; 9" onclick="alert(2)"/></a>
  <text x="10" y="20">Tooth pitch 8 &amp; 9 <tspan>mm</tspan></text>
</svg>"##
    )
}

/// A paper of two pages, with properties and a state of it that was replaced.
pub(crate) fn pdf() -> Vec<u8> {
    let pages = ["Selenium rectifiers for traction", "Measured at the works"];
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R /Metadata 8 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"
            .to_owned(),
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>".to_owned(),
    ];
    for at in 0..2 {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents {} 0 R /LastModified (D:2020) \
             /Resources << /Font << /F1 7 0 R >> >> >>",
            5 + at
        ));
    }
    for text in pages {
        let content = format!("BT /F1 14 Tf 20 150 Td ({text}) Tj 0 -40 Td (in Leningrad) Tj ET");
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned());
    let xmp = format!("<x:xmpmeta>{SECRET}</x:xmpmeta>");
    objects.push(format!("<< /Type /Metadata /Subtype /XML /Length {} >>\nstream\n{xmp}\nendstream", xmp.len()));
    objects.push(format!("<< /Author ({SECRET}) /Producer (Scriptorium) >>"));
    paper(&objects, "/Info 9 0 R")
}

/// A paper of these objects; the first is its catalog.
pub(crate) fn paper(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", at + 1).as_bytes());
    }
    let table = bytes.len();
    bytes.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for place in places {
        bytes.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let n = objects.len() + 1;
    let end = format!("trailer\n<< /Size {n} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF");
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

/// An archive of these files.
pub(crate) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// The parts of a text of Word, with a photograph in it.
pub(crate) fn docx_of(document: &str) -> Vec<u8> {
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
        <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
        <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";
    let leads = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"r1\" Type=\"officeDocument\" Target=\"word/document.xml\"/>\
        <Relationship Id=\"r2\" Type=\"core-properties\" Target=\"docProps/core.xml\"/></Relationships>";
    let core = format!("<cp:coreProperties><dc:creator>{SECRET}</dc:creator></cp:coreProperties>");
    archive(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", leads.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
        ("docProps/thumbnail.jpeg", &jpeg()),
        ("word/document.xml", document.as_bytes()),
        ("word/media/image1.jpg", &jpeg()),
    ])
}

/// A text of Word.
pub(crate) fn docx() -> Vec<u8> {
    docx_of(&format!(
        "<?xml version=\"1.0\"?><w:document {W}><w:body><w:p w:rsidR=\"00AB12\"><w:r><w:t>Selenium &amp; germanium</w:t></w:r></w:p>\
         <w:ins w:author=\"{SECRET}\" w:date=\"2020-01-01T00:00:00Z\"><w:p><w:r><w:t xml:space=\"preserve\">recti</w:t></w:r>\
         <w:r><w:t>fiers</w:t></w:r></w:p></w:ins><w:p><w:r><w:delText>deleted</w:delText></w:r></w:p></w:body></w:document>"
    ))
}

/// A text in OpenDocument.
pub(crate) fn odt() -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:dc=\"d\"><office:body><office:text>\
         <text:tracked-changes><text:p>taken out</text:p><dc:creator>{SECRET}</dc:creator></text:tracked-changes>\
         <text:h>Selenium</text:h><text:p>recti<text:span>fiers</text:span></text:p></office:text></office:body></office:document-content>"
    );
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"m\"><manifest:file-entry manifest:full-path=\"/\"/>\
        <manifest:file-entry manifest:full-path=\"meta.xml\"/><manifest:file-entry manifest:full-path=\"content.xml\"/></manifest:manifest>";
    let meta = format!("<office:document-meta><dc:creator>{SECRET}</dc:creator></office:document-meta>");
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("meta.xml", meta.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("Thumbnails/thumbnail.png", &png()),
    ])
}
